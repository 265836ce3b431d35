import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  type VariableModel,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';

export type Variable = Builder<VariableModel>;

/** The Prometheus that is asked, as every panel names it. */
export const datasource = { type: 'prometheus', uid: '$datasource' };

const source = new DatasourceVariableBuilder('datasource').label('Prometheus').type('prometheus');

const fromLabels = (name: string, label: string, series: string): QueryVariableBuilder =>
  new QueryVariableBuilder(name)
    .label(name)
    .datasource(datasource)
    .query(`label_values(${series}, ${label})`)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc);

const namespace = fromLabels('namespace', 'namespace', 'build_info');

const several = (variable: QueryVariableBuilder): QueryVariableBuilder =>
  variable.multi(true).includeAll(true).allValue('.+').current({ selected: true, text: 'All', value: '$__all' });

/** Each asks what the ones before it leave. */
export const place: readonly Variable[] = [source, namespace];

export const group = several(fromLabels('group', 'group', 'kafka_consumer_group_members{namespace="$namespace"}'));

export const topic = several(
  fromLabels('topic', 'topic', 'kafka_consumer_lag_messages{namespace="$namespace",group=~"$group"}'),
);

export const service = fromLabels('service', 'job', 'build_info{namespace="$namespace"}');
