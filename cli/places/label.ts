import type { Integration } from "../engine/stackExport.ts";

/** With the name of the place; undefined where it is not known. */
export type Named<I> = I & { readonly placeName?: string | undefined };

/** "Acme (5a4d…)", or the id where there is no name. */
export function placeLabel({ place, placeName }: Named<Pick<Integration, "place">>): string {
  return placeName === undefined ? place : `${placeName} (${place})`;
}
