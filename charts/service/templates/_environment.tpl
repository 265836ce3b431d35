{{/*
  The environment of the service, as the chassis reads it. Each template gives YAML that is parsed again where it is used,
  so that names can be compared and one can win over another.
*/}}

{{/* What every process of the service needs that touches its database: the service itself and its migrations. */}}
{{- define "service.databaseSettings" -}}
{{- if .Values.database.enabled }}
{{- $name := include "service.name" . }}
{{- with .Values.global.postgres }}
{{- /* The role's password comes as PGPASSWORD, so that no URL holds it. verify-full: the CA must be ours and the host the one we asked for. */}}
DATABASE_URL: postgres://{{ $name }}@{{ .host }}:{{ .port }}/{{ $name }}?sslmode=verify-full&sslrootcert=/etc/spillway/postgres-ca/ca.crt
{{- end }}
{{- end }}
{{- end }}

{{- define "service.databaseSecrets" -}}
{{- if .Values.database.enabled }}
PGPASSWORD: { secret: {{ .Values.global.postgres.secretPrefix }}{{ include "service.name" . }}, key: password }
{{- end }}
{{- end }}

{{- define "service.settings" -}}
PORT: {{ .Values.port | quote }}
SHUTDOWN_TIMEOUT_MS: {{ mul 1000 .Values.shutdown.timeoutSeconds | quote }}
{{- if .Values.inspector }}
NODE_OPTIONS: --inspect=127.0.0.1:9229
{{- end }}
{{ include "service.databaseSettings" . }}
{{- if .Values.database.enabled }}
MIGRATE_ON_START: {{ not .Values.database.migrate | quote }}
{{- end }}
{{- if .Values.kafka.enabled }}
KAFKA_BROKERS: {{ .Values.global.kafka.brokers }}
KAFKA_GROUP_ID: {{ include "service.group" . }}
KAFKA_SSL_ENABLED: "true"
KAFKA_SSL_CA: /etc/spillway/kafka-ca/ca.crt
KAFKA_SASL_MECHANISM: scram-sha-512
KAFKA_SASL_USERNAME: {{ include "service.name" . }}
{{- end }}
{{- with .Values.global.telemetry }}
{{- if .endpoint }}
OTEL_EXPORTER_OTLP_ENDPOINT: {{ .endpoint }}
{{- if not (kindIs "string" .sampleRatio) }}
OTEL_TRACES_SAMPLER_ARG: {{ .sampleRatio | quote }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{- define "service.secretSettings" -}}
{{ include "service.databaseSecrets" . }}
{{- if .Values.kafka.enabled }}
KAFKA_SASL_PASSWORD: { secret: {{ .Values.global.kafka.secretPrefix }}{{ include "service.name" . }}, key: password }
{{- end }}
{{- range $variable, $from := .Values.secretEnv }}
{{ $variable }}: { secret: {{ $from.secret }}, key: {{ $from.key }} }
{{- end }}
{{- end }}

{{/* All plain settings: the chart's and the owner's. Two answers to one question are refused. */}}
{{- define "service.plainEnvironment" -}}
{{- $own := include "service.settings" . | fromYaml -}}
{{- $taken := concat (keys $own) (list "PGPASSWORD" "KAFKA_SASL_PASSWORD" "POD_NAME" "OTEL_RESOURCE_ATTRIBUTES") -}}
{{- range $value, $given := dict "env" .Values.env "secretEnv" .Values.secretEnv -}}
{{- range $variable := keys $given | sortAlpha -}}
{{- if has $variable $taken -}}
{{- include "service.refuse" (list $ (printf "%s.%s" $value $variable) "is set by the chart: change the value it is made from (port, shutdown, kafka, database, lateness, global)") -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- range $variable, $value := merge (dict) .Values.env $own }}
{{- if not (hasKey $.Values.secretEnv $variable) }}
{{- /* As JSON, because a large number would become 1e+06 otherwise. */}}
{{ $variable }}: {{ kindIs "string" $value | ternary $value (toJson $value) | quote }}
{{- end }}
{{- end }}
{{- end }}

{{/* A list of `env` entries from what service.secretSettings and its like give. */}}
{{- define "service.envFromSecrets" -}}
{{- range $variable, $from := . }}
- name: {{ $variable }}
  valueFrom:
    secretKeyRef: { name: {{ $from.secret }}, key: {{ $from.key }} }
{{- end }}
{{- end }}

{{/*
  A fingerprint of all Secrets and CAs the pods use: after one was changed, the next upgrade restarts them. They belong to operators,
  so only the cluster knows what is in them: it is constant where nobody can be asked, as with `helm template`.
*/}}
{{- define "service.secretsChecksum" -}}
{{- $names := list -}}
{{- range include "service.secretSettings" . | fromYaml }}{{ $names = append $names .secret }}{{ end -}}
{{- if .Values.kafka.enabled }}{{ $names = append $names .Values.global.kafka.caSecret }}{{ end -}}
{{- if .Values.database.enabled }}{{ $names = append $names .Values.global.postgres.caSecret }}{{ end -}}
{{- $contents := list -}}
{{- range $names | uniq | sortAlpha -}}
{{- $contents = append $contents (get (lookup "v1" "Secret" $.Release.Namespace . | default dict) "data" | default dict | toJson) -}}
{{- end -}}
{{- join "\n" $contents | sha256sum -}}
{{- end }}
