# Builds and deploys {{name}} alone. With everything it stands on: the skaffold.yaml at the root.
# Written by `make services` from scripts/services/templates/skaffold.yaml.tpl: change it there.
apiVersion: skaffold/v4beta13
kind: Config
metadata:
  name: {{name}}
build:
  tagPolicy:
    inputDigest: {}
  local:
    useBuildkit: true
  artifacts:
    # What the Dockerfile copies is what is watched: libs/ and this service, less .dockerignore.
    - image: ghcr.io/spillway/{{name}}
      context: ../..
      docker:
        dockerfile: services/{{name}}/Dockerfile
deploy:
  helm:
    # What the release of everything (make kind-up) has installed becomes this release's, instead of standing in its way.
    flags:
      install: [--take-ownership]
    releases:
      - name: {{name}}
        chartPath: ../../charts/{{name}}
        namespace: spillway
        setValueTemplates:
          service.image.repository: "{{.IMAGE_REPO_ghcr_io_spillway_{{name}}}}"
          service.image.tag: "{{.IMAGE_TAG_ghcr_io_spillway_{{name}}}}"
portForward:
  - resourceType: service
    resourceName: {{name}}
    namespace: spillway
    port: {{port}}
    localPort: {{port}}
profiles:
  - name: kind
    activation:
      - kubeContext: kind-.*
    patches:
      # What charts/spillway/values-kind.yaml says of this service.
      - op: add
        path: /deploy/helm/releases/0/setValues
        value:
{{kind}}
  - name: production
    patches:
      - op: remove
        path: /build/artifacts
      - op: remove
        path: /deploy/helm
      - op: remove
        path: /portForward
  # One replica, so that it is the one that answers. Its Inspector listens inside the pod alone: the port is forwarded.
  - name: debug
    patches:
      - op: add
        path: /deploy/helm/releases/0/setValueTemplates/service.inspector
        value: "true"
      - op: add
        path: /deploy/helm/releases/0/setValueTemplates/service.lateness.topic
        value: ""
      - op: add
        path: /deploy/helm/releases/0/setValueTemplates/service.replicas
        value: "1"
      - op: add
        path: /portForward/-
        value:
          resourceType: deployment
          resourceName: {{name}}
          namespace: spillway
          port: 9229
          localPort: {{inspector}}
