/** The server of a home. */

export { DatabaseError } from "./database/database.ts";
export { openServer, type Server, type ServerOptions } from "./server.ts";
export type { ClaimPort } from "./http/services.ts";
