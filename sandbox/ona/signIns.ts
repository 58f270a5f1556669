/** What Ona keeps of one person for one runner and host: a sign-in with the integration's app, or a personal access token. */
export interface PersonalSignIn {
  readonly personId: string;
  readonly runnerId: string;
  readonly host: string;
  readonly kind: "oauth" | "pat";
  /** Of a sign-in by OAuth. */
  readonly refreshToken?: string | undefined;
}

/** The people who are connected, and those who were. */
export class SignIns {
  #current: readonly PersonalSignIn[] = [];
  #lost: readonly PersonalSignIn[] = [];

  list(): readonly PersonalSignIn[] {
    return this.#current;
  }

  /** Those that changes of integrations have deleted. */
  lost(): readonly PersonalSignIn[] {
    return this.#lost;
  }

  of(personId: string, place: Place): readonly PersonalSignIn[] {
    return this.#current.filter((each) => each.personId === personId && isIn(each, place));
  }

  /** Replaces what the person had there. */
  add(signIn: PersonalSignIn): void {
    const others = this.#current.filter(
      (each) => each.personId !== signIn.personId || each.kind !== signIn.kind || !isIn(each, signIn),
    );
    this.#current = [...others, signIn];
  }

  /** Deletes everyone's sign-ins of one kind for a runner and host. */
  removeAll(kind: PersonalSignIn["kind"], place: Place): void {
    const gone = this.#current.filter((each) => each.kind === kind && isIn(each, place));
    this.#current = this.#current.filter((each) => !gone.includes(each));
    this.#lost = [...this.#lost, ...gone];
  }
}

type Place = Pick<PersonalSignIn, "runnerId" | "host">;

function isIn(signIn: PersonalSignIn, { runnerId, host }: Place): boolean {
  return signIn.runnerId === runnerId && signIn.host.toLowerCase() === host.toLowerCase();
}
