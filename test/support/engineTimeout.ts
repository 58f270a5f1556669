import { jest } from "@jest/globals";

/** A scenario starts the engine several times, on machines of two cores too. */
jest.setTimeout(240_000);
