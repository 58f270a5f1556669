/** The baseline: the cost of Pulumi and its SDK. */
export default function program(): object {
  return {};
}
