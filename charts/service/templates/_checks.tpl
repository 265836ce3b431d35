{{/* Values that contradict each other, or the topics and groups there are. Types and spelling are values.schema.json's. */}}

{{- define "service.check" -}}
{{- include "service.checkPublic" . -}}
{{- if include "service.scaled" . -}}
{{- include "service.checkTopics" . -}}
{{- include "service.checkReplicas" . -}}
{{- end -}}
{{- end }}

{{- define "service.checkTopics" -}}
{{- $topology := .Files.Get "files/topology.json" | fromJson -}}
{{- $group := include "service.group" . -}}
{{- if not .Values.kafka.enabled -}}
{{- include "service.refuse" (list . "lateness.topic" "is set, but kafka.enabled is false: a service without Kafka has no lag") -}}
{{- end -}}
{{- range $topic := include "service.topics" . | fromJsonArray -}}
{{- if not (hasKey $topology.topics $topic) -}}
{{- include "service.refuse" (list $ "lateness.topic" (printf "names %s, and there is no such topic. There are %s (libs/contracts/src/topics.ts)" $topic (keys $topology.topics | sortAlpha | join ", "))) -}}
{{- end -}}
{{- if not (hasKey $topology.groups $group) -}}
{{- include "service.refuse" (list $ "lateness.group" (printf "is %s, and nobody consumes in that group. There are %s (libs/contracts/src/topics.ts)" $group (keys $topology.groups | sortAlpha | join ", "))) -}}
{{- end -}}
{{- $read := get $topology.groups $group -}}
{{- if not (has $topic $read) -}}
{{- include "service.refuse" (list $ "lateness.topic" (printf "names %s, which the group %s does not read: its lag would be the whole topic for ever. It reads %s" $topic $group (join ", " $read))) -}}
{{- end -}}
{{- end -}}
{{- end }}

{{- define "service.checkReplicas" -}}
{{- $topology := .Files.Get "files/topology.json" | fromJson -}}
{{- $fewest := .Values.lateness.minReplicas | int -}}
{{- $most := .Values.lateness.maxReplicas | int -}}
{{- if le (.Values.lateness.messagesPerSecondPerReplica | float64) 0.0 -}}
{{- include "service.refuse" (list . "lateness.messagesPerSecondPerReplica" "is missing: without what one replica does a second, lateness does not become replicas. `make bench` measures it") -}}
{{- end -}}
{{- if gt $fewest $most -}}
{{- include "service.refuse" (list . "lateness.minReplicas" (printf "is %d, above lateness.maxReplicas, which is %d" $fewest $most)) -}}
{{- end -}}
{{- range $topic := include "service.topics" . | fromJsonArray -}}
{{- $partitions := (get $topology.topics $topic).partitions | int -}}
{{- if gt $most $partitions -}}
{{- include "service.refuse" (list $ "lateness.maxReplicas" (printf "is %d, and %s has %d partitions: the replicas above that would have nothing to do" $most $topic $partitions)) -}}
{{- end -}}
{{- range $value, $count := dict "minReplicas" $fewest "maxReplicas" $most -}}
{{- if ne (mod $partitions $count) 0 -}}
{{- include "service.refuse" (list $ (printf "lateness.%s" $value) (printf "is %d, which does not divide the %d partitions of %s: some replicas would carry more than others and be late first. Take one of %s" $count $partitions $topic (include "service.evenShares" $partitions))) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if and .Values.lateness.excludePersistentLag (ne .Values.lateness.mode "lag") -}}
{{- include "service.refuse" (list . "lateness.excludePersistentLag" "is for lateness.mode lag: the formula of the mode arrival needs the whole lag") -}}
{{- end -}}
{{- end }}

{{- define "service.checkPublic" -}}
{{- with .Values.public -}}
{{- if ne .via "none" -}}
{{- if not .from -}}
{{- include "service.refuse" (list $ "public.from" (printf "is empty, but public.via is %s: the NetworkPolicy would let nobody through. Name where the traffic comes from" .via)) -}}
{{- end -}}
{{- if and (ne .via "nodePort") (not (and .host .paths)) -}}
{{- include "service.refuse" (list $ "public.host and public.paths" (printf "must be set with public.via %s: only what is named becomes public" .via)) -}}
{{- end -}}
{{- if and (eq .via "httpRoute") (not .httpRoute.gateway.name) -}}
{{- include "service.refuse" (list $ "public.httpRoute.gateway.name" "is missing: a route without a gateway carries nothing") -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end }}
