// Node loads this before the program (Pulumi.yaml). It skips modules that Pulumi's runner loads and this program never uses, which
// saves a third of the program's start (docs/performance.md). Plain JavaScript, because it must run on any version of Node.
"use strict";
const { readFileSync } = require("node:fs");
const { createRequire, Module } = require("node:module");

const runner = process.argv[1] ?? "";
if (/[\\/]@pulumi[\\/]pulumi[\\/]cmd[\\/]run[\\/]/.test(runner)) {
  const requireFromSdk = createRequire(runner);
  // For the SDK's stack trace of each promise. Our TypeScript needs no source map: type stripping keeps every line where it is.
  replace(requireFromSdk, "source-map-support/register", [], () => ({}));
  // Serializes functions for dynamic resources, with TypeScript and npm's tree of packages: loaded at the first call.
  const closures = "../../runtime/closure/";
  const serializers = ["serializeFunction", "serializeFunctionAsync"];
  replace(requireFromSdk, `${closures}serializeClosure.js`, serializers, whenCalled);
  const paths = ["computeCodePaths", "findWorkspaceRoot", "packageArchivePath"];
  replace(requireFromSdk, `${closures}codePaths.js`, paths, whenCalled);
  // Its debugger only locates a function that could not be serialized.
  const hooks = ["getSessionAsync", "isInitializedAsync", "getScriptUrl"];
  replace(requireFromSdk, `${closures}v8Hooks.js`, hooks, (load) =>
    whenCalled(load, { isInitializedAsync: async () => {} }),
  );
}

/** Does nothing if a newer SDK no longer has the module, or one that exports something else. */
function replace(requireFromSdk, name, exported, makeExports) {
  let path;
  try {
    path = requireFromSdk.resolve(name);
    const found = readFileSync(path, "utf8").matchAll(/^exports\.(\w+) = \w+;/gm);
    if (
      [...found]
        .map(([, each]) => each)
        .sort()
        .join() !== exported.sort().join()
    )
      return;
  } catch {
    return;
  }
  const exports = makeExports(() => {
    delete require.cache[path];
    return requireFromSdk(path);
  });
  require.cache[path] = Object.assign(new Module(path), { filename: path, loaded: true, exports });
}

/** The given functions, and functions of any other name, which load the module when they are called. */
function whenCalled(load, given = {}) {
  let loaded;
  const call = (name, ...args) => {
    loaded ??= load();
    return loaded[name](...args);
  };
  const get = (_, name) => {
    if (name === "__esModule") return true;
    return given[name] ?? call.bind(undefined, name);
  };
  return new Proxy({}, { get });
}
