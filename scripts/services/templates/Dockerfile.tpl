# What runs of {{name}}, and nothing else. Written by `make services` from scripts/services/templates/Dockerfile.tpl: change it there.
# The context is the root of the repository, because a service copies libs/ into its node_modules:
#   docker build -f services/{{name}}/Dockerfile .        or: scripts/build-images {{name}}

# Set these for a mirror or a digest: --build-arg RUN_IMAGE=registry.example/nodejs24-debian12@sha256:…
ARG BUILD_IMAGE=node:24-bookworm-slim
ARG RUN_IMAGE=gcr.io/distroless/nodejs24-debian12:nonroot

# Our libraries, compiled. The same steps in every service, so done once for all of them.
FROM ${BUILD_IMAGE} AS libs
WORKDIR /src/libs/contracts
COPY libs/contracts/package.json libs/contracts/package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci
WORKDIR /src/libs/chassis
COPY libs/chassis/package.json libs/chassis/package-lock.json libs/chassis/.npmrc ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY libs/chassis/tsconfig.base.json ./
WORKDIR /src/libs/contracts
COPY libs/contracts ./
RUN npm run build && mkdir -p /packed/@spillway/contracts && \
    tar -xzf "$(npm pack --silent)" -C /packed/@spillway/contracts --strip-components=1
WORKDIR /src/libs/chassis
COPY libs/chassis ./
RUN cp -r /packed/@spillway/contracts node_modules/@spillway/ && \
    npm run build && mkdir -p /packed/@spillway/chassis && \
    tar -xzf "$(npm pack --silent)" -C /packed/@spillway/chassis --strip-components=1

# To install, npm needs of our libraries what they depend on, not what they do: their code comes later, over its copies,
# so that a change of source installs nothing again.
FROM ${BUILD_IMAGE} AS locked
WORKDIR /src/services/{{name}}
COPY libs/contracts/package.json /src/libs/contracts/
COPY libs/chassis/package.json /src/libs/chassis/
COPY services/{{name}}/package.json services/{{name}}/package-lock.json services/{{name}}/.npmrc ./

FROM locked AS dependencies
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev

FROM locked AS compiled
RUN --mount=type=cache,target=/root/.npm npm ci
COPY --from=libs /packed/ node_modules/
COPY services/{{name}} ./
RUN npm run build && mkdir /packed && tar -xzf "$(npm pack --silent)" -C /packed --strip-components=1

# No shell, no npm, no sources, nothing that its user may write to. The layers stand in the order of how seldom they change.
FROM ${RUN_IMAGE}
WORKDIR /app
COPY --from=dependencies /src/services/{{name}}/node_modules node_modules/
COPY --from=libs /packed/ node_modules/
COPY --from=compiled /packed/ ./
# A number, because Kubernetes cannot tell from a name that it is not root.
USER 65532:65532
ENV NODE_ENV=production
EXPOSE {{port}}
# The base image's entry point is node itself, which is thereby PID 1 and gets SIGTERM. Migrations: the same image with
# the arguments ["dist/migrate.js"].
CMD ["--max-semi-space-size=8", "--enable-source-maps", "dist/main.js"]
ARG RUN_IMAGE
ARG SOURCE=https://github.com/spillway/spillway
ARG VERSION=dev
ARG REVISION=unknown
LABEL org.opencontainers.image.title="{{name}}" \
      org.opencontainers.image.description="Spillway: the {{name}} service" \
      org.opencontainers.image.vendor="Spillway" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.source="${SOURCE}" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.base.name="${RUN_IMAGE}"
