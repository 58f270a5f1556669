export { AuthProvider, type AuthProviderArgs } from "./authProvider.ts";
export { Provider, type ProviderArgs } from "./provider.ts";
export { Rotation, type RotationArgs } from "./rotation.ts";
