// What members of a federation say to one another, for fast-check.

import fc from 'fast-check';

type Made = fc.Arbitrary<object>;

interface Parts {
  readonly record: (model: Record<string, fc.Arbitrary<unknown>>) => Made;
  readonly whole: fc.Arbitrary<unknown>;
  readonly instant: fc.Arbitrary<unknown>;
  readonly digest: fc.Arbitrary<unknown>;
  readonly signature: fc.Arbitrary<unknown>;
  /** Some that are not of a federation. */
  readonly messages: readonly Made[];
  readonly heartbeat: Made;
}

/** By type. */
export function federationMessages({ record, whole, instant, digest, signature, messages, heartbeat }: Parts) {
  const message = fc.oneof(...messages);
  const few = (item: Made): fc.Arbitrary<object[]> => fc.array(item, { maxLength: 3 });
  const asked = record({ type: fc.constant('asked'), from: whole, number: whole, message, signature });
  const ballot = record({
    type: fc.constant('ballot'),
    phase: fc.constantFrom('propose', 'prepare', 'commit', 'checkpoint'),
    member: whole,
    view: whole,
    sequence: whole,
    digest,
    signature,
  });
  const entry = record({ at: instant, heard: few(record({ from: whole, at: instant, heartbeat })), asked: few(asked) });
  const proposal = record({ type: fc.constant('proposal'), ballot, entry });
  const viewChange = record({
    type: fc.constant('view-change'),
    member: whole,
    view: whole,
    stable: whole,
    proof: few(ballot),
    prepared: few(record({ proposed: ballot, entry, prepares: few(ballot) })),
    signature,
  });
  const newView = record({
    type: fc.constant('new-view'),
    view: whole,
    changes: few(viewChange),
    proposals: few(proposal),
  });
  return {
    asked,
    said: record({ type: fc.constant('said'), number: whole, message }),
    ballot,
    proposal,
    prepare: record({ type: fc.constant('prepare'), ballot, proposed: ballot }),
    'view-change': viewChange,
    'new-view': newView,
    'catch-up': record({ type: fc.constant('catch-up'), from: whole, view: whole }),
    'caught-up': record({
      type: fc.constant('caught-up'),
      decided: few(record({ sequence: whole, entry, commits: few(ballot) })),
      views: few(newView),
    }),
  };
}
