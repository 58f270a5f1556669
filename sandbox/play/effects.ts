import type { Fault } from "../faults.ts";
import { PLATFORMS } from "../platforms.ts";
import type { Sandbox } from "../types.ts";

const SECOND = 1000;

export function hasIntegration(sandbox: Sandbox): boolean {
  return PLATFORMS.some(({ cloud }) => sandbox[cloud].integrations.list().length > 0);
}

export function deleteIntegrations(sandbox: Sandbox): void {
  for (const { cloud } of PLATFORMS) {
    const { integrations } = sandbox[cloud];
    for (const { id } of integrations.list()) integrations.remove(id);
  }
}

/** The next calls of each platform get this answer. */
export function failPlatforms({ faults }: Sandbox, kind: Fault, count: number): void {
  for (const { cloud } of PLATFORMS) faults.inject({ cloud, kind, count });
}

export function loseAnswers({ faults }: Sandbox): void {
  for (const { creation: operation } of PLATFORMS) {
    faults.inject({ operation, kind: { type: "reset", after: true } });
  }
}

/** @param seconds 0: everybody knows new objects at once */
export function setLag(sandbox: Sandbox, seconds: number): void {
  const lag = seconds * SECOND;
  sandbox.entra.directory.replicationDelay = lag === 0 ? {} : { secret: lag, application: lag };
  for (const platform of PLATFORMS) platform.setLag(sandbox, lag);
}

/** Of each platform the token that stacks have. */
export function endTokens(sandbox: Sandbox): void {
  for (const { cloud, tokens } of PLATFORMS) tokens(sandbox).revoke(sandbox[cloud].token);
}

export function giveTokensBack(sandbox: Sandbox): void {
  for (const platform of PLATFORMS) platform.giveTokenBack(sandbox);
}

export function tokensHaveEnded(sandbox: Sandbox): boolean {
  return PLATFORMS.some(({ cloud, tokens }) =>
    tokens(sandbox)
      .list()
      .every(({ text }) => text !== sandbox[cloud].token),
  );
}
