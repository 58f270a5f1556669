// Shifts the time of a program or plugin, which loads it by NODE_OPTIONS.
const ahead = Number(process.env.TEST_CLOCK_SHIFT ?? 0);
const { now } = Date;
Date.now = () => now() + ahead;
