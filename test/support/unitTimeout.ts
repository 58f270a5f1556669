import { jest } from "@jest/globals";

/** Some unit tests start processes, which takes longer when many run at once. */
jest.setTimeout(20_000);
