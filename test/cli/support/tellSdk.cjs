// Makes a process say at its end whether it has loaded the part of Pulumi's SDK that takes long: it is CommonJS.
process.on("exit", () => {
  const loaded = Object.keys(require.cache).some((path) => /@pulumi[\\/]pulumi[\\/]automation[\\/]/.test(path));
  if (loaded) process.stderr.write("This has loaded Pulumi's SDK.\n");
});
