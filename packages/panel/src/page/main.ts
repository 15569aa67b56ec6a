/** Puts the page together: one connection, one view, and the parts that draw it. */

import { setUpBatteries } from "./batteries.ts";
import { setUpCaptions } from "./captions.ts";
import { connect, type Send } from "./connection.ts";
import { setUpDoor } from "./door.ts";
import { setUpDrawer } from "./drawer.ts";
import { setUpFaults } from "./faults.ts";
import { setUpFrontPanel } from "./front-panel.ts";
import { setUpGatewayBox } from "./gateway-box.ts";
import { setUpKeypad } from "./keypad.ts";
import { setUpLabel } from "./label-view.ts";
import { setUpLogView } from "./log-view.ts";
import { setUpNotice } from "./notice.ts";
import type { PageContext } from "./page-context.ts";
import { setUpPageLanguage } from "./page-language.ts";
import { unconnectedView, viewAfter, viewAfterConnecting, viewAfterLosing } from "./panel-view.ts";
import { setUpRearPanel } from "./rear-panel.ts";
import { setUpRemote } from "./remote.ts";
import { setUpSound } from "./sound.ts";
import { setUpStatus } from "./status.ts";
import { Store } from "./store.ts";
import { setUpTabs, setUpViewSwitch } from "./tabs.ts";
import { setUpTries } from "./tries.ts";
import { TypedDigits } from "./typed-digits.ts";

const store = new Store(unconnectedView);
const translator = setUpPageLanguage(() => store.renderSoon());
const notify = setUpNotice();

const typedDigits = new TypedDigits();
const sendToLock = connect({
  onOpen: () => {
    store.view = viewAfterConnecting(store.view);
  },
  onLost: () => {
    store.view = viewAfterLosing(store.view);
  },
  onMessage: (message) => {
    const before = store.view;
    store.view = viewAfter(before, message, performance.now());
    if (!before.isLive) return;
    hear(message);
    watch(message, before);
  },
  onRefused: (reason) => notify(translator.say("notice.refused", { reason })),
  onUnreachable: () => notify(translator.say("notice.unreachable")),
});

const send: Send = (message) => {
  typedDigits.note(message);
  return sendToLock(message);
};
const page: PageContext = { store, send, translator, notify };
const typeKeys = setUpKeypad(page);
setUpFrontPanel(page);
setUpRearPanel(page);
const holdReset = setUpBatteries(page);
setUpLabel(page, holdReset);
setUpDoor(page);
setUpDrawer(page);
setUpCaptions(page);
setUpStatus(page);
setUpGatewayBox(page);
setUpFaults(page);
setUpRemote(page);
setUpLogView(page);
setUpTabs();
setUpViewSwitch();
const hear = setUpSound(page);
const watch = setUpTries(page, { typeKeys, typedDigits });
