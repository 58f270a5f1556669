import levenshtein from "fastest-levenshtein";

/** A longer text is no typing error, and comparing it takes time. */
const LONGEST_NAME = 60;

/** The candidate most like `text`, for "did you mean"; undefined when none is within a third of its length. */
export function nearest<Candidate extends string>(
  text: string,
  candidates: readonly Candidate[],
): Candidate | undefined {
  if (text.length > LONGEST_NAME) return undefined;
  const ranked = candidates
    .map((candidate) => ({ candidate, edits: levenshtein.distance(text.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, edits }) => edits <= Math.max(1, candidate.length / 3))
    .sort((a, b) => a.edits - b.edits);
  return ranked[0]?.candidate;
}
