{{/* What all pods of the chart have in common: Pod Security "restricted", no token, no shell, nothing writable. */}}

{{- define "service.podDefaults" -}}
automountServiceAccountToken: false
# Variables for every Service of the namespace would only be in the way: some look like settings of ours.
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 65532
  runAsGroup: 65532
  seccompProfile: { type: RuntimeDefault }
{{- with .Values.global.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- end }}

{{- define "service.containerDefaults" -}}
image: {{ include "service.image" . }}
imagePullPolicy: {{ .Values.global.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: { drop: [ALL] }
{{- end }}

{{/* Certificate authorities by name, as volumes and as mounts: include "service.caVolumes" (dict "kafka" "<secret>"). */}}
{{- define "service.caVolumes" -}}
{{- range $name, $secret := . }}
- name: {{ $name }}-ca
  secret:
    secretName: {{ $secret }}
    items: [{ key: ca.crt, path: ca.crt }]
{{- end }}
{{- end }}

{{- define "service.caMounts" -}}
{{- range $name, $secret := . }}
- { name: {{ $name }}-ca, mountPath: /etc/spillway/{{ $name }}-ca, readOnly: true }
{{- end }}
{{- end }}

{{- define "service.databaseCa" -}}
{{- if .Values.database.enabled }}
postgres: {{ .Values.global.postgres.caSecret }}
{{- end }}
{{- end }}

{{- define "service.cas" -}}
{{ include "service.databaseCa" . }}
{{- if .Values.kafka.enabled }}
kafka: {{ .Values.global.kafka.caSecret }}
{{- end }}
{{- end }}
