// @ts-check
/** The tiles of a call and their order: the pinned one large and first, then oneself small, then the others. */
import { at, on, pressed } from "./page.js";
import { playThrough } from "./sound.js";
import { Tile } from "./tiles.js";

/** @typedef {import("./devices.js").Own} Own */

export class Stage {
  /** @param {Own} own */
  constructor(own) {
    this.own = own;
    this.pinned = "";
    /** @type {Map<string, Tile>} */
    this.tiles = new Map();
    pressed({ pin: (button) => this.pin(button) });
    on(own, "changed", () => this.arrange());
  }

  /**
   * The tile of a seat or a screen, made where there is none yet.
   * @param {string} key
   * @param {"own" | "other" | "screen"} kind
   */
  tile(key, kind) {
    const tile = this.tiles.get(key) ?? new Tile(key, kind);
    if (!this.tiles.has(key)) {
      this.tiles.set(key, tile);
      this.arrange();
    }
    return tile;
  }

  /** @param {string} key */
  remove(key) {
    this.tiles.get(key)?.remove();
    this.tiles.delete(key);
  }

  clear() {
    for (const key of [...this.tiles.keys()]) this.remove(key);
  }

  /** @param {HTMLButtonElement} button */
  pin(button) {
    const key = button.closest("figure")?.dataset.tile ?? "";
    this.pinned = this.pinned === key ? "" : key;
    this.arrange();
    button.focus(); // it has moved with its tile
  }

  arrange() {
    const place = ["own", "screen", "other"];
    for (const [key, tile] of this.tiles) {
      tile.pinned = key === this.pinned;
      playThrough(tile.video, this.own.chosen.loudspeaker);
      tile.draw();
    }
    const sorted = [...this.tiles.values()].sort(
      (one, other) => Number(other.pinned) - Number(one.pinned) || place.indexOf(one.kind) - place.indexOf(other.kind),
    );
    const figures = sorted.map((tile) => tile.figure);
    if (figures.some((figure, n) => at("tiles").children[n] !== figure)) at("tiles").append(...figures);
  }
}
