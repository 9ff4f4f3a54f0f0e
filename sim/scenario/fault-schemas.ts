// The schema of each kind of fault: what it is written with.

import type { z } from 'zod';
import { deviceFaults } from './fault-devices.ts';
import { faultNames, NAMES_MAX } from './fault-names.ts';
import { flag, fraction, listOf, mapping, number, text } from './kit.ts';
import * as messages from './messages.ts';
import { duration } from './values.ts';

const less = (what: string) => (value: number) => (value < 1 ? undefined : messages.outOfRange(`less than 1: ${what}`));
const atLeastOne = (value: number) => (value >= 1 ? undefined : messages.outOfRange('at least 1'));
const whose = (): z.ZodType<string[]> => faultNames('Whose messages, both ways.');

const onMessages = {
  duplicate: mapping('{ nodes, probability, by }', {
    nodes: whose(),
    probability: fraction('Of each message coming twice.'),
    by: duration('How much later at most it comes again.').prefault('1 s'),
  })
    .meta({ description: 'Messages are delivered a second time; bulk transfers are not.' })
    .exactOptional(),
  corrupt: mapping('{ nodes, probability }', {
    nodes: whose(),
    probability: fraction('Of each transmission being damaged.', less('a partition loses all')),
  })
    .meta({ description: 'Transmissions fail the check of their integrity, are thrown away, and are sent again.' })
    .exactOptional(),
  throttle: mapping('{ nodes, times }', {
    nodes: faultNames('Whose access links.'),
    times: number('How many times less they carry.', 'a number of at least 1', atLeastOne),
  })
    .meta({ description: 'Bandwidth collapses. Nothing, where it has no limit.' })
    .exactOptional(),
};

const onProcesses = {
  pause: mapping('{ nodes }', { nodes: faultNames('Who stands still.') })
    .meta({ description: 'Processes stop and go on: messages wait, timers are late, work takes as much longer.' })
    .exactOptional(),
  clock: mapping('{ nodes, step, rate }', {
    nodes: faultNames('Whose clocks.'),
    step: duration('How far ahead they jump.').prefault('0 s'),
    rate: number('Seconds that they count in one.', 'a number above 0', (value) =>
      value > 0 ? undefined : messages.outOfRange('above 0'),
    ).prefault(1),
  })
    .meta({ description: 'Clocks go wrong. When it ends they stand still until true time has caught up.' })
    .exactOptional(),
};

/** By kind. All are optional: one of them is written. */
export const faultKinds: z.ZodRawShape = {
  crash: mapping('{ nodes }', { nodes: faultNames('Who crashes.') })
    .meta({ description: 'Nodes, coordinators or the aggregator stop at once, and come back after "for".' })
    .exactOptional(),
  partition: mapping('{ groups, oneWay }', {
    groups: listOf(
      'a list of lists of names',
      faultNames('Nodes, groups, "coordinator" or "clients".'),
      NAMES_MAX,
      2,
    ).meta({
      description: 'The sides. Whoever is not named is with the first, and whoever is named twice with the last.',
    }),
    oneWay: flag('Messages of the first side still reach the others.').prefault(false),
  })
    .meta({ description: 'Messages between the sides wait until it ends.' })
    .exactOptional(),
  delay: mapping('{ nodes, by }', {
    nodes: faultNames('Whose messages, both ways.'),
    by: duration('How much later they arrive.'),
  })
    .meta({ description: 'Messages are late.' })
    .exactOptional(),
  drop: mapping('{ nodes, probability }', {
    nodes: faultNames('Whose messages, both ways.'),
    probability: fraction('Of each transmission being lost.', less('a partition loses all')),
  })
    .meta({ description: 'Transmissions are lost, and sent again after a time-out that doubles.' })
    .exactOptional(),
  slow: mapping('{ nodes, times }', {
    nodes: faultNames('Who is slow.'),
    times: number('How many times as long work takes that begins then.', 'a number of at least 1', atLeastOne),
  })
    .meta({ description: 'Work takes longer.' })
    .exactOptional(),
  clog: mapping('{ nodes }', { nodes: faultNames('Whose messages, both ways.') })
    .meta({ description: 'Messages wait until it ends.' })
    .exactOptional(),
  reorder: mapping('{ nodes, probability, by }', {
    nodes: faultNames('Whose messages, both ways.'),
    probability: fraction('Of each message being overtaken.'),
    by: duration('How much later it arrives at most.'),
  })
    .meta({ description: 'Messages are late by chance, and others of the same pair overtake them.' })
    .exactOptional(),
  ...onMessages,
  ...onProcesses,
  blackout: mapping('{ regions }', {
    regions: listOf('a list of regions', text('a region', 'A region.'), NAMES_MAX, 1).meta({ description: 'Where.' }),
  })
    .meta({ description: 'All nodes of a region crash at once: their grid is down.' })
    .exactOptional(),
  ...deviceFaults,
};
