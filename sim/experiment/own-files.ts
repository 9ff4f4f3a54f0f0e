// The files of a user's own that a cell names.

import type { Cell } from '../scenario/index.ts';
import type { Noun } from './own-guard.ts';

export interface NamedFile {
  readonly noun: Noun;
  readonly file: string;
  readonly sha256: string;
}

/** Each once, the strategy first. */
export function ownFilesOf({ scheduling, nodes }: Cell): readonly NamedFile[] {
  const behaviours = nodes.flatMap(({ behaviour = [] }) => behaviour);
  const files = [{ noun: 'strategy' as const, ...scheduling }, ...behaviours.map(ofBehaviour)].flatMap(
    ({ noun, name, sha256 }) => (sha256 === undefined ? [] : [[name, { noun, file: name, sha256 }] as const]),
  );
  return [...new Map(files).values()];
}

const ofBehaviour = <T>(behaviour: T): T & { readonly noun: Noun } => ({ ...behaviour, noun: 'behaviour' });
