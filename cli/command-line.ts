// Command lines as text that a shell reads back as the same words.

export function commandLine(words: readonly string[]): string {
  return ['npx', 'ambient', ...words].map(quoted).join(' ');
}

function quoted(word: string): string {
  return /^[A-Za-z0-9_./:=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
