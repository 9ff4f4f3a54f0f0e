// A strict reader of the XML that JUnit reports use: throws at anything that is not well-formed.

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
}

interface Reader {
  readonly text: string;
  at: number;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

export function parseXml(text: string): Element {
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(text) || !text.isWellFormed()) {
    throw new Error('a character that XML 1.0 forbids');
  }
  const reader: Reader = { text, at: 0 };
  take(reader, /<\?xml version="1\.0" encoding="UTF-8"\?>\s*/y);
  const root = element(reader);
  take(reader, /\s*$/y);
  return root;
}

function element(reader: Reader): Element {
  const name = take(reader, /<([A-Za-z][\w.-]*)/y)[1]!;
  const attributes: Record<string, string> = {};
  for (let found = tryTake(reader, /\s+([A-Za-z][\w.-]*)="([^"<]*)"/y); found !== null; ) {
    if (found[1]! in attributes) throw new Error(`attribute ${found[1]!} twice`);
    attributes[found[1]!] = decode(found[2]!);
    found = tryTake(reader, /\s+([A-Za-z][\w.-]*)="([^"<]*)"/y);
  }
  if (take(reader, /\s*(\/?)>/y)[1] === '/') return { name, attributes, children: [], text: '' };
  const children: Element[] = [];
  let content = '';
  for (;;) {
    content += decode(take(reader, /[^<]*/y)[0]);
    if (tryTake(reader, new RegExp(`</${name}\\s*>`, 'y')) !== null)
      return { name, attributes, children, text: content };
    children.push(element(reader));
  }
}

function decode(raw: string): string {
  if (/&(?!(amp|lt|gt|quot|apos|#\d+);)/.test(raw)) throw new Error(`a bare ampersand in ${raw}`);
  if (raw.includes(']]>')) throw new Error('a bare ]]>');
  return raw.replace(/&(#?\w+);/g, (_, name: string) =>
    name.startsWith('#') ? String.fromCodePoint(Number(name.slice(1))) : (ENTITIES[name] ?? ''),
  );
}

function take(reader: Reader, pattern: RegExp): RegExpExecArray {
  const found = tryTake(reader, pattern);
  if (found === null)
    throw new Error(`expected ${pattern} at ${reader.at}: ${reader.text.slice(reader.at, reader.at + 40)}`);
  return found;
}

function tryTake(reader: Reader, pattern: RegExp): RegExpExecArray | null {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.text);
  if (found !== null) reader.at = pattern.lastIndex;
  return found;
}
