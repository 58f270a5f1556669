/** What an author of a provider needs. README.md shows a whole provider. */

export type { Failure, InputProblem } from "./check.ts";
export { type Clock, systemClock } from "./clock.ts";
export type { ComponentClass, ComponentDefinition } from "./component.ts";
export { errorCode, errorMessage, PartialFailure, ProviderError, WrongInputs } from "./errors.ts";
export type { PackageMetadata } from "./packageMetadata.ts";
export { type PackageSchema, packageSchema } from "./packageSchema.ts";
export { type Problem, problemMessage, refuse } from "./problem.ts";
export {
  defineFunction,
  defineList,
  defineResource,
  type Environment,
  type FunctionDefinition,
  type Lifecycle,
  type ListDefinition,
  type Listed,
  type MaybeUnknown,
  type OperationContext,
  type OutputChange,
  type PreviewRequest,
  type ProviderDefinition,
  type ReadResult,
  type ResourceDefinition,
  type ResourceLog,
  type Warning,
  type WarningRequest,
} from "./resource.ts";
export { serve } from "./serve.ts";
export { type Properties, type PropertyValue, UNKNOWN } from "./values.ts";
