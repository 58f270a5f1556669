/** The floor: what Pulumi and its SDK take for nothing. */
export default function program(): object {
  return {};
}
