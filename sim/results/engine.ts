// Which engine made a result. A part of the inputs: another version may count differently.

/** The version in package.json. */
export const ENGINE_VERSION = '0.1.0';
