// Loaded before a program or a plugin whose time a test has moved (NODE_OPTIONS).
const ahead = Number(process.env.TEST_CLOCK_SHIFT ?? 0);
const { now } = Date;
Date.now = () => now() + ahead;
