/** What matters here of the Azure DevOps organization that people connect to. */
export class AzureDevOps {
  /** Its policy "Third-party application access via OAuth". */
  thirdPartyAccess = true;

  /** How it refuses an app that a person has signed in with; undefined if it does not. */
  refusal(person: string): string | undefined {
    return this.thirdPartyAccess
      ? undefined
      : `TF400813: The user '${person}' is not authorized to access this resource.`;
  }
}
