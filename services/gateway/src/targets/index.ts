import { type TargetName, type TargetsConfig, targetNames } from './config';
import { type Target, target } from './target';

export type Targets = Readonly<Record<TargetName, Target>>;

export const targetsOf = ({ urls, ...limits }: TargetsConfig): Targets =>
  Object.fromEntries(targetNames.map((name) => [name, target({ name, url: urls[name], ...limits })])) as Record<
    TargetName,
    Target
  >;
