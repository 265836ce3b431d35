{{/*
  From "how late may the work be" to the numbers KEDA wants. What the topics and groups are is read from files/topology.json,
  which is generated from libs/contracts, so that a wrong name is found here and not by a ScaledObject that never moves.
*/}}

{{/* Not empty when the service is scaled. */}}
{{- define "service.scaled" -}}
{{- if .Values.lateness.topic }}yes{{ end -}}
{{- end }}

{{- define "service.group" -}}
{{- default (include "service.name" .) .Values.lateness.group -}}
{{- end }}

{{/* The topics as a JSON list; an owner may write one or several. */}}
{{- define "service.topics" -}}
{{- $topic := .Values.lateness.topic -}}
{{- if kindIs "slice" $topic }}{{ toJson $topic }}{{ else }}{{ list $topic | toJson }}{{ end -}}
{{- end }}

{{/*
  lagThreshold = targetSeconds x messagesPerSecondPerReplica

  The messages one replica works off within the target. KEDA asks for ceil(lag / lagThreshold) replicas: as many as are needed to bring
  the backlog down within that time, if nothing more came in. What comes in meanwhile counts in the mode `arrival`.
*/}}
{{- define "service.lagThreshold" -}}
{{- with .Values.lateness -}}
{{- mulf .targetSeconds .messagesPerSecondPerReplica | floor | int64 | max 1 -}}
{{- end -}}
{{- end }}

{{/* Name of a trigger inside a formula, where only letters, digits and underscores may stand. */}}
{{- define "service.triggerName" -}}
{{- regexReplaceAll "[^a-z0-9]" (lower .) "_" -}}
{{- end }}

{{/* The replica counts among which partitions divide evenly, as KEDA's ensureEvenDistributionOfPartitions has them: 1, 2, 3, 4, 6, 12. */}}
{{- define "service.evenShares" -}}
{{- $shares := list -}}
{{- range $count := untilStep 1 (add1 . | int) 1 -}}
{{- if eq (mod $ $count) 0 }}{{ $shares = append $shares $count }}{{ end -}}
{{- end -}}
{{- join ", " $shares -}}
{{- end }}

{{/*
  replicas = (lag / targetSeconds + arrival) / messagesPerSecondPerReplica, rounded up to an even share

  What must be done in a second to be through within the target, by what one replica does in a second. The rate of a replica is the measured
  capacity on purpose and not the rate of the moment: the latter falls with the work, and a group once scaled out would never shrink.
*/}}
{{- define "service.arrivalFormula" -}}
{{- $lags := list -}}
{{- $arrivals := list -}}
{{- $topics := include "service.topics" . | fromJsonArray -}}
{{- range $topics -}}
{{- $lags = append $lags (printf "lag_%s" (include "service.triggerName" .)) -}}
{{- $arrivals = append $arrivals (printf "arrival_%s" (include "service.triggerName" .)) -}}
{{- end -}}
{{- $partitions := include "service.partitions" . | int -}}
{{- with .Values.lateness -}}
{{- printf "find([%s], # >= min(((%s) / %s + %s) / %s, %d))" (include "service.evenShares" $partitions) (join " + " $lags) (toJson .targetSeconds) (join " + " $arrivals) (toJson .messagesPerSecondPerReplica) $partitions -}}
{{- end -}}
{{- end }}

{{/* Partitions of the topic; of several topics the fewest, as no replica may be idle on any of them. */}}
{{- define "service.partitions" -}}
{{- $topology := .Files.Get "files/topology.json" | fromJson -}}
{{- $counts := list -}}
{{- range include "service.topics" . | fromJsonArray -}}
{{- $counts = append $counts (get $topology.topics . | default dict).partitions -}}
{{- end -}}
{{- $fewest := first $counts -}}
{{- range $counts }}{{ $fewest = min $fewest . }}{{ end -}}
{{- $fewest -}}
{{- end }}

{{/* The brokers as KEDA has to name them: it stands in another namespace, where a Service's bare name means nothing. */}}
{{- define "service.lagBrokers" -}}
{{- $namespace := default .Release.Namespace .Values.global.kafka.namespace -}}
{{- $brokers := list -}}
{{- range splitList "," .Values.global.kafka.brokers -}}
{{- $parts := splitList ":" (trim .) -}}
{{- $host := first $parts -}}
{{- if not (contains "." $host) }}{{ $host = printf "%s.%s.svc" $host $namespace }}{{ end -}}
{{- $brokers = append $brokers (printf "%s:%s" $host (last $parts)) -}}
{{- end -}}
{{- join "," $brokers -}}
{{- end }}
