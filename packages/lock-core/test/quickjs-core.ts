/**
 * The core inside QuickJS, as a microcontroller would run it: the types are removed by Node, file by file, and the
 * engine's own module loader does the rest. No bundler, and no interface of Node or the web inside.
 */

import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import {
  DefaultIntrinsics,
  newQuickJSWASMModuleFromVariant,
  type QuickJSContext,
  type QuickJSHandle,
} from "quickjs-emscripten-core";

export interface QuickJsCore extends Disposable {
  /**
   * Runs a module. The global `core` is the core; imports are paths from the package's folder, such as
   * `./test/core-lock.ts`.
   * @returns its export `result`, as plain data; undefined when it has none.
   * @throws the error that the module threw.
   */
  readonly evaluate: (code: string) => unknown;
  readonly dispose: () => void;
}

const packageFolder = join(import.meta.dirname, "..");

/** Without `Date` and `performance`, which the engine would bring along: whoever measures does it from outside. */
export async function loadCoreInQuickJs(): Promise<QuickJsCore> {
  const quickJs = await newQuickJSWASMModuleFromVariant(import("@jitl/quickjs-ng-wasmfile-release-sync"));
  const runtime = quickJs.newRuntime();
  runtime.setModuleLoader((path) => stripTypeScriptTypes(readFileSync(join(packageFolder, path), "utf8")));
  const context = runtime.newContext({ intrinsics: { ...DefaultIntrinsics, Date: false } });
  evaluateModule(context, "delete globalThis.performance;", "no-clock.ts");
  evaluateModule(context, 'import * as core from "./src/index.ts"; globalThis.core = core;', "core.ts");
  let evaluated = 0;
  const dispose = (): void => {
    context.dispose();
    runtime.dispose();
  };
  return {
    evaluate: (code) => evaluateModule(context, code, `evaluated-${++evaluated}.ts`),
    dispose,
    [Symbol.dispose]: dispose,
  };
}

function evaluateModule(context: QuickJSContext, code: string, name: string): unknown {
  using exports = settle(context, context.unwrapResult(context.evalCode(code, name, { type: "module" })));
  using result = context.getProp(exports, "result");
  return context.dump(result);
}

/** A module comes as its exports, or as a promise of them; one that awaits nothing is done when no job is pending. */
function settle(context: QuickJSContext, evaluated: QuickJSHandle): QuickJSHandle {
  context.unwrapResult(context.runtime.executePendingJobs());
  const state = context.getPromiseState(evaluated);
  if (state.type === "fulfilled" && state.notAPromise === true) return evaluated;
  evaluated.dispose();
  if (state.type === "pending") throw state.error;
  return context.unwrapResult(state);
}
