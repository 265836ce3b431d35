/**
 * What the work gives, or undefined when its time is up before; its signal is aborted then. Neither timer nor listener
 * stays behind. What the work does after its time is its own affair. (Handlers of events have a limit of their own that many
 * share: kafka/consumer/timeout.ts.)
 * @throws what the work throws; the reason of `outer` as soon as that is aborted
 */
export function beforeEnd<T>(
  endsAt: number,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const limit = new AbortController();
    const settle = (how: () => void) => {
      clearTimeout(timer);
      outer?.removeEventListener('abort', giveUp);
      how();
    };
    const giveUp = () => {
      limit.abort(outer?.reason);
      settle(() => reject(outer?.reason));
    };
    const timeUp = () => {
      limit.abort();
      settle(() => resolve(undefined));
    };
    const timer = setTimeout(timeUp, Math.max(0, endsAt - Date.now()));
    if (outer?.aborted) return giveUp();
    outer?.addEventListener('abort', giveUp, { once: true });
    work(limit.signal).then(
      (value) => settle(() => resolve(value)),
      (error: unknown) => settle(() => reject(error)),
    );
  });
}
