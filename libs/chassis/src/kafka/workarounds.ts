/**
 * What kafkajs 2.2.4 needs changed from outside, all in this file. kafkajs has had no release since 2023; its version is
 * pinned, and test/kafka/workarounds.test.ts fails when a patch no longer fits.
 */

import { encodeRecord, type RecordToEncode } from './producer/record-encoding';

interface RequestQueuePrototype {
  scheduleCheckPendingRequests(this: { pending: unknown[]; throttledUntil: number }): void;
}

/**
 * An idle connection re-arms a timer in the past for ever (tulios/kafkajs#1751, #1704: TimeoutNegativeWarning; about
 * 900 wake-ups a second and connection). With nothing pending and no throttling there is nothing to check.
 */
function stopIdleTimerLoop(): void {
  const { prototype } = require('kafkajs/src/network/requestQueue') as { prototype: RequestQueuePrototype };
  const schedule = prototype.scheduleCheckPendingRequests;
  prototype.scheduleCheckPendingRequests = function (this) {
    if (this.pending.length > 0 || this.throttledUntil > Date.now()) schedule.call(this);
  };
}

interface ConnectionPrototype {
  connect(this: { connectionTimeout: number }): Promise<boolean>;
}

/**
 * Requests that find their connection closed each open a socket, and all but the last are forgotten without being closed.
 * When the broker closes such an orphan (after ten idle minutes), its end takes the live connection and every request on
 * it down. Here those that come while a connect is under way share it; not for ever, as kafkajs' may never settle.
 */
function shareConnects(): void {
  const { prototype } = require('kafkajs/src/network/connection') as { prototype: ConnectionPrototype };
  const { connect } = prototype;
  const underWay = new WeakMap<object, { since: number; connecting: Promise<boolean> }>();
  prototype.connect = function (this) {
    const known = underWay.get(this);
    if (known && Date.now() - known.since < 2 * this.connectionTimeout) return known.connecting;
    const connecting = connect.call(this).finally(() => {
      if (underWay.get(this)?.connecting === connecting) underWay.delete(this);
    });
    underWay.set(this, { since: Date.now(), connecting });
    return connecting;
  };
}

/**
 * A record with ten headers takes kafkajs about 30 µs to encode, for it zeroes 512 bytes for each header; ours takes about 4
 * and gives the same bytes. kafkajs loads its produce requests at the first send, so a patch before that is in time.
 * Under jest `require.cache` is a copy: there kafkajs stays as slow as it is, and as correct.
 */
function encodeRecordsInOneBuffer(): void {
  const path = require.resolve('kafkajs/src/protocol/recordBatch/record/v0');
  const original = require(path) as (record: RecordToEncode) => unknown;
  const loaded = require.cache[path];
  if (loaded) loaded.exports = (record: RecordToEncode) => encodeRecord(record) ?? original(record);
}

let applied = false;

/** Applies every patch once in this process. */
export function applyKafkajsWorkarounds(): void {
  if (applied) return;
  applied = true;
  stopIdleTimerLoop();
  shareConnects();
  encodeRecordsInOneBuffer();
}
