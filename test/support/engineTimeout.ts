import { jest } from "@jest/globals";

const MINUTE = 60_000;

/**
 * A scenario starts the engine several times, on machines of two cores too. The real azuread plugin waits 20 s after each
 * deletion, until the directory has said five times that it is gone.
 */
jest.setTimeout(process.env.AZUREAD === "real" ? 20 * MINUTE : 4 * MINUTE);
