{{/* A peer by labels: include "service.peer" (dict "podLabels" … "namespace" "…"). Without a namespace it is the policy's own. */}}
{{- define "service.peer" -}}
- podSelector:
    matchLabels:
      {{- toYaml .podLabels | nindent 6 }}
{{- with .namespace }}
  namespaceSelector:
    matchLabels: { kubernetes.io/metadata.name: {{ . }} }
{{- end }}
{{- end }}

{{- define "service.egressDns" -}}
{{- with .Values.global.dns }}
- to:
    {{- include "service.peer" . | nindent 4 }}
    {{- range .cidrs }}
    - ipBlock: { cidr: {{ . }} }
    {{- end }}
  ports:
    - { protocol: UDP, port: 53 }
    - { protocol: TCP, port: 53 }
{{- end }}
{{- end }}

{{- define "service.egressDatabase" -}}
{{- if .Values.database.enabled }}
- to:
    {{- include "service.peer" .Values.global.postgres | nindent 4 }}
  ports:
    - { protocol: TCP, port: {{ .Values.global.postgres.port }} }
{{- end }}
{{- end }}

{{/* Brokers are named by the bootstrap address, but spoken to one by one: all of them listen on the same port. */}}
{{- define "service.egressKafka" -}}
{{- if .Values.kafka.enabled }}
{{- with .Values.global.kafka }}
- to:
    {{- include "service.peer" . | nindent 4 }}
  ports:
    {{- $ports := list }}
    {{- range splitList "," .brokers }}{{ $ports = append $ports (splitList ":" . | last | trim) }}{{ end }}
    {{- range $ports | uniq }}
    - { protocol: TCP, port: {{ . }} }
    {{- end }}
{{- end }}
{{- end }}
{{- end }}

{{- define "service.egressInternet" -}}
{{- with .Values.network.internet }}
{{- if .enabled }}
- to:
    - ipBlock:
        cidr: 0.0.0.0/0
        except:
          {{- toYaml .except | nindent 10 }}
    - ipBlock:
        cidr: ::/0
        except:
          {{- toYaml .exceptV6 | nindent 10 }}
  ports:
    {{- range .ports }}
    - { protocol: TCP, port: {{ . }} }
    {{- end }}
{{- end }}
{{- end }}
{{- end }}
