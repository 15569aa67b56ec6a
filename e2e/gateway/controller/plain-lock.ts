/** A foreign lock that can little: users and PINs, and no schedules. On matter.js, in the process of the test. */
import type { TestContext } from "node:test";
import { Endpoint, ServerNode, VendorId } from "@matter/main";
import { DoorLockServer } from "@matter/main/behaviors/door-lock";
import { DoorLock } from "@matter/main/clusters/door-lock";
import { DoorLockDevice } from "@matter/main/devices/door-lock";
import { openLoopbackEnvironment } from "../../matter/loopback.ts";

/** @returns its code, and where it is. */
export async function openPlainLock(t: TestContext): Promise<{ readonly code: string; readonly port: number }> {
  const node = await ServerNode.create({
    id: "plain-lock",
    environment: openLoopbackEnvironment("plain-lock"),
    network: { port: 0 },
    basicInformation: { vendorId: VendorId(0xfff1), productId: 0x8001 },
  });
  t.after(() => node.close());
  await node.add(
    new Endpoint(DoorLockDevice.with(DoorLockServer.with("PinCredential", "User")), {
      id: "door",
      doorLock: {
        numberOfTotalUsersSupported: 5,
        numberOfPinUsersSupported: 5,
        numberOfCredentialsSupportedPerUser: 2,
        minPinCodeLength: 4,
        maxPinCodeLength: 6,
        lockType: DoorLock.LockType.DeadBolt,
        lockState: DoorLock.LockState.Locked,
        actuatorEnabled: true,
        operatingMode: DoorLock.OperatingMode.Normal,
        wrongCodeEntryLimit: 5,
        userCodeTemporaryDisableTime: 10,
      },
    }),
  );
  await node.start();
  return { code: node.state.commissioning.pairingCodes.manualPairingCode, port: node.state.network.operationalPort };
}
