/** A lock in a Matter home: its door lock on endpoint 1, and from there everything else that it has. */
import type { ClusterModel } from "@matter/main/model";
import { ClusterAccess } from "./cluster-access.ts";
import type { Connection, ElementName, RequestOptions } from "./cluster-access.ts";
import type { Fields } from "./wire-values.ts";

export class HomeLock extends ClusterAccess {
  /** How the home reaches it. */
  readonly connection: Connection;

  constructor(connection: Connection) {
    super(connection, 1, "DoorLock");
    this.connection = connection;
  }

  /** Its number in this home. */
  get nodeId(): bigint {
    return this.connection.peer.address.nodeId;
  }

  /** @param cluster by name or number, or its model if matter.js does not know it. */
  other(endpoint: number, cluster: ElementName | ClusterModel): ClusterAccess {
    return new ClusterAccess(this.connection, endpoint, cluster);
  }

  /** @param fields one TLV element without a tag; bytes that are none are sent all the same. */
  invokeRaw(
    { endpoint, cluster, command }: { readonly endpoint: number; readonly cluster: number; readonly command: number },
    fields: Uint8Array,
    options: RequestOptions = {},
  ): Promise<Fields> {
    return this.other(endpoint, cluster).invokeEncoded(command, fields, options);
  }
}
