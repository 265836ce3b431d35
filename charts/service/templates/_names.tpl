{{/* Names, labels and the image. All objects of a service are called as it is: clients, policies and access rules rely on that. */}}

{{- define "service.name" -}}
{{- default .Release.Name .Values.name -}}
{{- end }}

{{- define "service.selector" -}}
app.kubernetes.io/name: {{ include "service.name" . }}
app.kubernetes.io/component: service
{{- end }}

{{/* For objects, not for pods: a new version of the chart must not restart anything by itself. */}}
{{- define "service.labels" -}}
{{ include "service.selector" . }}
{{ include "service.commonLabels" . }}
{{- end }}

{{- define "service.commonLabels" -}}
app.kubernetes.io/part-of: spillway
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "service.tag" -}}
{{- default .Values.image.tag .Values.global.image.tag -}}
{{- end }}

{{- define "service.image" -}}
{{- $name := include "service.name" . -}}
{{- $repository := default (printf "%s/%s" .Values.global.image.registry $name) .Values.image.repository -}}
{{- $tag := include "service.tag" . -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" $repository .Values.image.digest -}}
{{- else if $tag -}}
{{- printf "%s:%s" $repository $tag -}}
{{- else -}}
{{- include "service.refuse" (list . "image.tag" "is empty, and so are image.digest and global.image.tag: a version must be named") -}}
{{- end -}}
{{- end }}

{{/* Ends the rendering with words that name the service and the value: include "service.refuse" (list . "value" "why"). */}}
{{- define "service.refuse" -}}
{{- $context := index . 0 -}}
{{- fail (printf "\n\n  %s: %s %s.\n" (include "service.name" $context) (index . 1) (index . 2)) -}}
{{- end }}
