import { logger, logLevel, setLogLevel } from './logger';

const log = logger('telemetry');

/**
 * SIGUSR2 makes a running process write debug lines, and the next one takes it back to LOG_LEVEL. Returns what stops listening.
 */
export function levelBySignal(): () => void {
  const configured = logLevel();
  const normal = configured === 'silent' || configured === 'debug' ? 'info' : configured;
  const toggle = () => {
    const level = logLevel() === 'debug' ? normal : 'debug';
    setLogLevel('info'); // so that the line below is written, whatever the levels are
    log.info('SIGUSR2: the log level changes', { logLevel: level });
    setLogLevel(level);
  };
  process.on('SIGUSR2', toggle);
  return () => void process.off('SIGUSR2', toggle);
}
