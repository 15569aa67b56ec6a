/** The device and what it is made of: store, secrets, voice. The virtual lock has an entry of its own. */

export * from "./device.ts";
export { LateNetwork } from "./late-network.ts";
export type { DeviceSecrets } from "./secrets/device-secrets.ts";
export { openDataFolder, type DataFolder, type DataFolderOptions } from "./store/data-folder.ts";
export { Claim, claimName } from "./store/claim.ts";
export type { LockStore, StoreCommit, UnfinishedReset } from "./store/lock-store.ts";
export { StoreError, type StoreErrorCode } from "./store/store-error.ts";
export { EspeakVoice, type EspeakOptions } from "./voice/espeak.ts";
export {
  loadVoice,
  VoiceError,
  type PromptToSay,
  type SpokenText,
  type Voice,
  type VoiceLanguage,
} from "./voice/voice.ts";
