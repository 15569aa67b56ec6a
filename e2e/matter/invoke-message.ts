/**
 * The message that invokes one command, laid out by hand: the fields of the command stand in it as the bytes they were
 * given as, be they no TLV at all, which no encoder would write.
 */
export interface CommandPath {
  readonly endpoint: number;
  readonly cluster: number;
  readonly command: number;
}

export const interactionModelRevision = 13;

const contextTag = 0x20;
const structure = 0x15;
const array = 0x16;
const list = 0x17;
const end = 0x18;
const unsigned = { oneByte: 0x04, twoBytes: 0x05, fourBytes: 0x06 } as const;

/**
 * Matter core specification, 10.7.9 (InvokeRequestMessage) and 10.6.12 (CommandDataIB).
 *
 * @param fields one TLV element without a tag; bytes that begin otherwise stand where the fields should.
 */
export function invokeMessage(path: CommandPath, fields: Uint8Array, isTimed: boolean): Uint8Array {
  const [control = 0, ...rest] = fields;
  const isUntagged = fields.length > 0 && control < contextTag;
  const pathOfCommand = [
    [contextTag | list, 0],
    [contextTag | unsigned.twoBytes, 0, ...littleEndian(path.endpoint, 2)],
    [contextTag | unsigned.fourBytes, 1, ...littleEndian(path.cluster, 4)],
    [contextTag | unsigned.fourBytes, 2, ...littleEndian(path.command, 4)],
    [end],
  ].flat();
  const fieldsOfCommand = isUntagged ? [contextTag | control, 1, ...rest] : fields;
  const commands = [contextTag | array, 2, structure, ...pathOfCommand, ...fieldsOfCommand, end, end];
  const revision = [contextTag | unsigned.oneByte, 0xff, interactionModelRevision];
  return Uint8Array.from([structure, ...boolean(0, false), ...boolean(1, isTimed), ...commands, ...revision, end]);
}

function boolean(tag: number, value: boolean): readonly number[] {
  return [contextTag | (value ? 0x09 : 0x08), tag];
}

function littleEndian(value: number, size: number): readonly number[] {
  return Array.from({ length: size }, (_, index) => Math.floor(value / 256 ** index) % 256);
}
