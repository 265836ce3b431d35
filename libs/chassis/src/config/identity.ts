/** Who this process is: on every log line, span and in the build info metric. */
export interface ServiceIdentity {
  readonly service: string;
  readonly version: string;
}
