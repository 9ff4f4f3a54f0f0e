// Takes every fact: mixes it into the fingerprint, and hands it to the observers that subscribed to its kind.

import type { Instant, PartyId } from '../../core/foundation/index.ts';
import type { FactCode, FactHandlers, FactOf } from '../../core/protocol/index.ts';
import { FACT_NAMES } from '../../core/protocol/index.ts';
import type { Fingerprint } from '../kernel/index.ts';
import type { Handler } from './fan-out.ts';
import { fanOut } from './fan-out.ts';

/** A fold over facts. It must not keep them, and cannot influence what it observes. */
export interface Observer {
  readonly on: FactHandlers;
}

/** Keeps the codes of facts apart from the kinds of events in the fingerprint. */
const FACT_CODES_FROM = 16;

export class Recorder {
  private readonly fingerprint: Fingerprint;
  private readonly handlers: readonly Handler[];

  constructor(fingerprint: Fingerprint, observers: readonly Observer[]) {
    this.fingerprint = fingerprint;
    this.handlers = FACT_NAMES.map((_, code) =>
      fanOut(
        observers.flatMap((observer) => {
          const handler = observer.on[code as FactCode];
          return handler === undefined ? [] : [handler as Handler];
        }),
      ),
    );
  }

  record<K extends FactCode>(code: K, fact: FactOf<K>, at: Instant, party: PartyId): void {
    this.fingerprint.mix(at, code + FACT_CODES_FROM, party);
    this.handlers[code]!(fact, at, party);
  }
}
