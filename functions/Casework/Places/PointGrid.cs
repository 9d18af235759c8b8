namespace IntakeBot.Casework.Places;

/// <summary>
/// Points sorted into cells a little over 500 m wide, so that everything within 500 m of a place lies in the nine cells
/// around it. Built once, then only read: safe for all threads, and asking allocates nothing.
/// </summary>
internal sealed class PointGrid
{
    /// <summary>Degrees; 556 m north, 513 m east at this latitude, and over 500 m east up to 26° north.</summary>
    public const double Cell = 0.005;

    private readonly double west, south;
    private readonly int columns, rows;
    private readonly int[] starts;
    private readonly int[] members;

    public PointGrid(ReadOnlySpan<double> lats, ReadOnlySpan<double> lons)
    {
        double north = double.MinValue, east = double.MinValue;
        (west, south) = (double.MaxValue, double.MaxValue);
        for (var i = 0; i < lats.Length; i++)
        {
            (south, north) = (Math.Min(south, lats[i]), Math.Max(north, lats[i]));
            (west, east) = (Math.Min(west, lons[i]), Math.Max(east, lons[i]));
        }
        if (lats.Length == 0) (west, south, east, north) = (0, 0, 0, 0);
        columns = Math.Min(4096, (int)((east - west) / Cell) + 1);
        rows = Math.Min(4096, (int)((north - south) / Cell) + 1);

        starts = new int[columns * rows + 1];
        for (var i = 0; i < lats.Length; i++) starts[CellOf(lats[i], lons[i]) + 1]++;
        for (var cell = 1; cell < starts.Length; cell++) starts[cell] += starts[cell - 1];
        members = new int[lats.Length];
        var next = starts.AsSpan(0, starts.Length - 1).ToArray();
        for (var i = 0; i < lats.Length; i++) members[next[CellOf(lats[i], lons[i])]++] = i;
    }

    /// <summary>The members of the cells around a point, row by row; each row is one contiguous piece.</summary>
    public Around Near(GeoPoint point, int rings = 1) => new(this, point, rings);

    private int CellOf(double lat, double lon) => Math.Min(Row(lat), rows - 1) * columns + Math.Min(Column(lon), columns - 1);
    private int Row(double lat) => (int)Math.Floor((lat - south) / Cell);
    private int Column(double lon) => (int)Math.Floor((lon - west) / Cell);

    public ref struct Around
    {
        private readonly PointGrid grid;
        private readonly int left, right, bottom;
        private int row;

        internal Around(PointGrid grid, GeoPoint point, int rings)
        {
            this.grid = grid;
            var column = (long)Math.Floor((point.Lon - grid.west) / Cell);
            var line = (long)Math.Floor((point.Lat - grid.south) / Cell);
            left = (int)Math.Clamp(column - rings, 0, grid.columns);
            right = (int)Math.Clamp(column + rings, -1, grid.columns - 1);
            bottom = (int)Math.Clamp(line + rings, -1, grid.rows - 1);
            row = (int)Math.Clamp(line - rings, 0, grid.rows) - 1;
        }

        public readonly Around GetEnumerator() => this;

        public bool MoveNext() => ++row <= bottom && left <= right;

        public readonly ReadOnlySpan<int> Current
        {
            get
            {
                var from = grid.starts[row * grid.columns + left];
                return grid.members.AsSpan(from, grid.starts[row * grid.columns + right + 1] - from);
            }
        }
    }
}
