import type { Images } from '../cluster/images';
import type { Cluster } from '../cluster/kubectl';
import type { Runner } from '../cluster/runner';
import type { Report } from '../report';

/** What the checks of one run hand on to each other. */
export interface World {
  readonly cluster: Cluster;
  readonly report: Report;
  /** Values files of the umbrella chart, in order. */
  readonly values: readonly string[];
  /** A folder with definitions of custom resources, for what the cluster lacks. */
  readonly crds?: string | undefined;
  /** Images of the first version; the ones of the second carry another tag. */
  images: Images;
  runner: Runner;
  /** Files in the runner with the ids of the orders accepted so far. */
  readonly accepted: string[];
}

export const baseline = '/tmp/baseline';
export const services = ['orders', 'payments', 'products', 'notifications', 'users', 'analytics', 'gateway'] as const;
export const deployments = services.map((service) => `deployment/${service}`);
