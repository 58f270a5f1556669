import { restingSuites } from "./test/engine/support/suiteTurns.ts";
import { AZURE_NATIVE } from "./test/keyVault/folder.ts";
import { WORKERS } from "./test/support/workers.ts";

const shared = {
  testEnvironment: "node",
  modulePathIgnorePatterns: ["<rootDir>/dist/"],
  extensionsToTreatAsEsm: [".ts"],
  transform: {
    "\\.ts$": [
      "@swc/jest",
      {
        jsc: { parser: { syntax: "typescript" }, target: "es2024", experimental: { keepImportAttributes: true } },
        module: { type: "es6" },
      },
    ],
  },
};

/** @type {import("jest").Config} */
export default {
  reporters: ["default", "<rootDir>/test/support/summaryReporter.ts"],
  maxWorkers: WORKERS,
  projects: [
    {
      ...shared,
      displayName: "unit",
      testMatch: ["<rootDir>/test/**/*.test.ts"],
      testPathIgnorePatterns: [
        "/node_modules/",
        "<rootDir>/test/engine/",
        "<rootDir>/test/browser/",
        "<rootDir>/test/keyVault/",
      ],
      setupFilesAfterEnv: ["<rootDir>/test/support/unitTimeout.ts"],
    },
    {
      ...shared,
      displayName: "engine",
      testMatch: ["<rootDir>/test/{engine,browser}/**/*.test.ts"],
      testPathIgnorePatterns: [
        "/node_modules/",
        ...restingSuites(process.argv.slice(2)).map((suite) => `<rootDir>/test/engine/${suite}\\.test\\.ts$`),
      ],
      // Jest runs a project's setup only when one of its tests is among what runs.
      globalSetup: "<rootDir>/test/support/pulumiSetup.ts",
      globalTeardown: "<rootDir>/test/support/removeRelease.ts",
      setupFilesAfterEnv: ["<rootDir>/test/support/engineTimeout.ts"],
    },
    {
      ...shared,
      displayName: "keyVault",
      testMatch: ["<rootDir>/test/keyVault/**/*.test.ts"],
      globalSetup: "<rootDir>/test/keyVault/install.ts",
      setupFilesAfterEnv: ["<rootDir>/test/support/engineTimeout.ts"],
      moduleNameMapper: { "^@pulumi/azure-native/(.*)$": `${AZURE_NATIVE}/$1` },
      // Where the package finds the SDK.
      modulePaths: ["<rootDir>/node_modules"],
    },
  ],
};
