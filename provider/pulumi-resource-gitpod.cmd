@rem The Pulumi engine starts this on Windows, and pulumi-resource-gitpod beside it elsewhere.
@node --max-semi-space-size=2 --disable-warning=ExperimentalWarning --require "%~dp0..\preload.cjs" "%~dp0main.ts" %*
