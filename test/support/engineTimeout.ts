import { jest } from "@jest/globals";

const MINUTE = 60_000;

/**
 * A test starts the engine several times, even on machines with two cores. The real azuread plugin waits 20 s after each
 * deletion, until the directory has confirmed it five times.
 */
jest.setTimeout(process.env.AZUREAD === "real" ? 20 * MINUTE : 4 * MINUTE);
