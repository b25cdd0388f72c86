"use strict";
(() => {
  const NAMESPACE = "http://www.w3.org/2000/svg";
  const MINUS = "\u2212";

  const signed = (value) =>
    value === 0 ? "0" : (value > 0 ? "+" : MINUS) + Math.abs(value).toFixed(3);

  /** Base64 of little-endian 32-bit floats. */
  const floats = (text) => {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const view = new DataView(bytes.buffer);
    return Float32Array.from({ length: bytes.length / 4 }, (_, i) => view.getFloat32(4 * i, true));
  };

  /** The opacity of every map at once. */
  const slider = document.getElementById("opacity");
  const shown = document.getElementById("opacity-value");
  const applyOpacity = () => {
    shown.textContent = `${slider.value} %`;
    document
      .querySelectorAll(".map")
      .forEach((map) => map.setAttribute("opacity", String(slider.value / 100)));
  };
  slider.addEventListener("input", applyOpacity);
  applyOpacity();
  slider.parentElement.hidden = false;

  /** One cross in all pictures of a face, and the value under it in words. */
  const follow = (side) => {
    const { side: name, quantity } = side.dataset;
    const height = Number(side.dataset.height);
    const width = Number(side.dataset.width);
    const rows = Number(side.dataset.rows);
    const columns = Number(side.dataset.columns);
    const bound = side.dataset.bound === "" ? null : Number(side.dataset.bound);
    const values = floats(side.dataset.values);
    const errors = side.dataset.errors === "" ? null : floats(side.dataset.errors);
    const cells = (listed) => new Set(listed.split(" ").filter(Boolean).map(Number));
    const unknown = cells(side.dataset.undefined);
    const chance = cells(side.dataset.chance);
    const reading = side.querySelector(".reading");
    const pictures = [
      ...document.querySelectorAll(`use[href^="#${name}-"]`),
    ].map((use) => use.closest("svg"));
    const frames = [...new Set(pictures)].flatMap((svg) => [...svg.querySelectorAll(".frame")]);
    let row = Math.floor(rows / 2);
    let column = Math.floor(columns / 2);

    const words = () => {
      const cell = row * columns + column;
      const place =
        `Row ${Math.floor(((row + 0.5) * height) / rows)}, ` +
        `column ${Math.floor(((column + 0.5) * width) / columns)}: `;
      if (unknown.has(cell)) {
        return `${place}undefined, no mask told`;
      }
      const error = errors ? ` \u00b1 ${errors[cell].toFixed(3)}` : "";
      const value = values[cell];
      let judgement = "";
      if (bound !== null) {
        judgement =
          value !== 0 && Math.abs(value) >= bound && !chance.has(cell)
            ? `, beyond chance: seeing it goes with a ${value > 0 ? "higher" : "lower"} similarity`
            : ", within what chance gives";
      }
      return `${place}${quantity} ${signed(value)}${error}${judgement}`;
    };

    const line = (kind, x1, y1, x2, y2) => {
      const drawn = document.createElementNS(NAMESPACE, "line");
      drawn.setAttribute("class", kind);
      drawn.setAttribute("vector-effect", "non-scaling-stroke");
      Object.entries({ x1, y1, x2, y2 }).forEach(([key, at]) => drawn.setAttribute(key, String(at)));
      return drawn;
    };

    const hide = () => {
      frames.forEach((frame) => frame.querySelectorAll("line").forEach((old) => old.remove()));
      reading.hidden = true;
    };

    const show = () => {
      hide();
      const x = ((column + 0.5) * width) / columns;
      const y = ((row + 0.5) * height) / rows;
      frames.forEach((frame) => {
        ["halo", "core"].forEach((kind) => {
          frame.append(line(kind, 0, y, width, y), line(kind, x, 0, x, height));
        });
      });
      reading.hidden = false;
      reading.textContent = words();
    };

    const moveTo = (newRow, newColumn) => {
      row = Math.max(0, Math.min(rows - 1, newRow));
      column = Math.max(0, Math.min(columns - 1, newColumn));
      show();
    };

    frames.forEach((frame) => {
      const svg = frame.ownerSVGElement;
      const point = (event) => {
        const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(
          frame.getScreenCTM().inverse(),
        );
        if (at.x < 0 || at.y < 0 || at.x >= width || at.y >= height) {
          hide();
          return;
        }
        moveTo(Math.floor((at.y * rows) / height), Math.floor((at.x * columns) / width));
      };
      svg.addEventListener("pointermove", point);
      svg.addEventListener("pointerdown", point);
      svg.addEventListener("pointerleave", hide);
    });

    /** The cell of the greatest value of one sign. */
    const peak = (sign) => {
      let best = 0;
      values.forEach((value, cell) => {
        best = sign * value > sign * values[best] ? cell : best;
      });
      return [Math.floor(best / columns), best % columns];
    };

    const panel = side.querySelector('[data-kind="signed"]');
    panel.setAttribute("tabindex", "0");
    panel.setAttribute("role", "application");
    panel.setAttribute(
      "aria-label",
      `${panel.getAttribute("aria-label")}. Arrow keys read its values, with Shift ten times as far; ` +
        "Home and End go to the greatest and the least value; Escape ends.",
    );
    panel.addEventListener("focus", show);
    panel.addEventListener("blur", hide);
    panel.addEventListener("keydown", (event) => {
      const step = event.shiftKey ? 10 : 1;
      const moves = {
        ArrowUp: () => moveTo(row - step, column),
        ArrowDown: () => moveTo(row + step, column),
        ArrowLeft: () => moveTo(row, column - step),
        ArrowRight: () => moveTo(row, column + step),
        Home: () => moveTo(...peak(1)),
        End: () => moveTo(...peak(-1)),
        Escape: () => panel.blur(),
      };
      if (moves[event.key]) {
        moves[event.key]();
        event.preventDefault();
      }
    });
  };
  document.querySelectorAll(".side").forEach(follow);
})();
