// How many members it takes. Of n = 3f + 1, any two quorums of 2f + 1 have an honest member in common, whoever the f
// that lie are (Castro and Liskov, OSDI 1999).

/** How many of n members may lie. */
export const faultsOf = (members: number): number => Math.floor((members - 1) / 3);

/** So many that no other so many can say the opposite. */
export const quorumOf = (members: number): number => 2 * faultsOf(members) + 1;

/** So many that one of them is honest. */
export const someHonest = (members: number): number => faultsOf(members) + 1;
